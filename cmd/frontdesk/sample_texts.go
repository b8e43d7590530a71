package main

import "frontdesk/records"

// sampleTexts are what the sample clinic tells in its own words.
func sampleTexts() records.ClinicTexts {
	return records.ClinicTexts{
		records.TextDirections: {
			records.English:    "Across from the boat house, second floor. Bus 7 stops at the door.",
			records.Spanish:    "Frente al embarcadero, segundo piso. El bus 7 para en la puerta.",
			records.Portuguese: "Em frente à casa de barcos, segundo andar. O ônibus 7 para na porta.",
		},
		records.TextMapLink: {records.English: "https://lakeside.example/map"},
		records.TextParking: {
			records.English:    "Patients park free behind the building; the entrance is on Pine Street.",
			records.Spanish:    "Hay estacionamiento gratis para pacientes detrás del edificio, con entrada por Pine Street.",
			records.Portuguese: "Pacientes estacionam de graça atrás do prédio, com entrada pela Pine Street.",
		},
		records.TextAccess: {
			records.English:    "The entrance has a ramp, and there is an elevator and an accessible restroom.",
			records.Spanish:    "La entrada tiene rampa, y hay ascensor y baño accesible.",
			records.Portuguese: "A entrada tem rampa, e há elevador e banheiro acessível.",
		},
		records.TextFacility: {
			records.English:    "There is free wifi, a pharmacy on the ground floor and a play corner for children.",
			records.Spanish:    "Hay wifi gratis, farmacia en la planta baja y un rincón de juegos para niños.",
			records.Portuguese: "Há wifi grátis, farmácia no térreo e um cantinho para crianças.",
		},
		records.TextPrices: {
			records.English:    "Without insurance a cleaning is $95 and a check-up $120. With insurance your plan decides; we tell you before you come.",
			records.Spanish:    "Sin seguro, una limpieza cuesta $95 y una revisión $120. Con seguro depende de su plan; se lo decimos antes de venir.",
			records.Portuguese: "Sem convênio, uma limpeza custa $95 e um check-up $120. Com convênio depende do plano; avisamos antes da visita.",
		},
		records.TextInsurance: {
			records.English:    "We take most large plans, among them Medicare, Aetna, Cigna and Blue Cross. Please bring your card.",
			records.Spanish:    "Aceptamos la mayoría de los planes grandes, entre ellos Medicare, Aetna, Cigna y Blue Cross. Traiga su tarjeta.",
			records.Portuguese: "Aceitamos a maioria dos grandes planos, como Medicare, Aetna, Cigna e Blue Cross. Traga sua carteirinha.",
		},
	}
}
