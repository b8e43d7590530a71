package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand prints what runs.
type versionCommand struct{}

// Run implements the sub-command.
func (c *versionCommand) Run(e *environment) error {
	_, err := fmt.Fprintln(e.output, "frontdesk", version())
	return err
}

// version is the release, or the commit that an untagged build came from.
func version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if build.Main.Version != "" && build.Main.Version != "(devel)" {
		return build.Main.Version
	}
	for _, setting := range build.Settings {
		if setting.Key == "vcs.revision" {
			return "devel " + setting.Value
		}
	}
	return "devel"
}
