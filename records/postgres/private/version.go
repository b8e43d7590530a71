package private

import (
	"fmt"
	"regexp"
	"strconv"
)

// minimumMajor is the oldest major version that frontdesk's schema is written
// for.
const minimumMajor = 15

// Version is a PostgreSQL release. Minor is 0 for a pre-release.
type Version struct {
	Major, Minor int
}

// String is the version as PostgreSQL writes it, such as "15.18".
func (v Version) String() string {
	return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor)
}

// compare orders versions, oldest first, as the slices package wants it.
func (v Version) compare(other Version) int {
	if v.Major != other.Major {
		return v.Major - other.Major
	}
	return v.Minor - other.Minor
}

// versionLine is what "postgres --version" and "initdb --version" print:
// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "… 19beta1".
var versionLine = regexp.MustCompile(`\(PostgreSQL\) (\d{1,4})(?:\.(\d{1,4}))?`)

// parseVersion reads the answer to --version.
func parseVersion(line string) (Version, error) {
	match := versionLine.FindStringSubmatch(line)
	if match == nil {
		return Version{}, fmt.Errorf("%q is not a PostgreSQL version", line)
	}
	// At most four digits each, and an absent minor part counts as 0.
	major, _ := strconv.Atoi(match[1])
	minor, _ := strconv.Atoi(match[2])
	return Version{Major: major, Minor: minor}, nil
}
