package simulator

// MovesFrom is movesFrom, for the tests outside of the package.
var MovesFrom = movesFrom

// WithoutSecrets is withoutSecrets, likewise.
var WithoutSecrets = withoutSecrets
