package understanding
import ("testing";"fmt")
func TestProbe(t *testing.T){
 r:=clinicReader(t,"GB")
 for _,c:=range []struct{e Expectation; s string}{
 {"","hi"},{"","hey can i book a cleaning tmrw afternoon"},{"","quiero una cita con la dra pérez el jueves por la tarde"},{"","preciso marcar consulta"},{"choice","1"},{"choice","the second one"},{"choice","sí"},{"choice","dale"},{"choice","no, el miércoles"},{"birth-date","12/03/1985"},{"birth-date","3 feb 82"},{"birth-date","march 5th 1990"},{"birth-date","03021982"},
 {"name","Ana Pérez"},{"name","my name is ana perez"},{"name","I'm José Luis O'Brien-Smith, born 3 feb 1982"},{"name","soy Marta"},{"name","help"},{"name","quiero una cita"},{"name","李小龙"},
 {"","book a cleaning with Dr Lee next Tuesday afternoon"},{"choice","the later one"},{"choice","later"},{"choice","other times"},{"","cancel"},{"","please stop texting me"},{"","can i stop by at 5?"},{"","cancel my apointment"},{"wish","after 4 on monday or tuesday"},{"wish","martes a las 3 de la tarde"},{"wish","mañana por la mañana"},{"wish","24/11"},{"wish","between 2 and 4"},{"wish","na segunda às 15h30"},{"wish","next week"},{"wish","lo antes posible"},{"","my chest hurts"},{"","I don't want to cancel"},{"","español"},{"","boa tarde"},{"wish","the 24th at 10:30"},{"wish","lunes 3pm"},{"wish","9-11"},{"wish","nov 24"},{"wish","2pm"},{"choice","2 but with dr osei"},{"","when is my appointment?"},{"wish","in two weeks"},{"wish","el viernes que viene"},{"wish","semana que vem"},{"wish","tomorrow at 9"},
 }{ m:=r.Understand(c.s,c.e,"",now); fmt.Printf("%-50s int=%v kw=%s ans=%s n=%d o=%d wish=%+v shift=%s prac=%d typ=%d name=%q birth=%v lang=%s/%v want=%s emer=%v\n",c.s,m.Intents,m.Keyword,m.Answer,m.Number,m.Ordinal,m.Wish,m.Shift,len(m.Practitioners),len(m.Types),m.Name,m.BirthDates,m.Language,m.LanguageSure,m.LanguageWanted,m.Emergency)}
}
func BenchmarkUnderstand(b *testing.B){ r:=clinicReader(b,"GB"); b.ReportAllocs(); for b.Loop(){ r.Understand("hey can i book a cleaning with dr lee tmrw afternoon please","", "en", now)}}
