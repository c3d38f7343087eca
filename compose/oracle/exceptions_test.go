package oracle

// exception is a difference that is meant: what the message has, and why.
type exception struct{ words, reason string }

// stricter are the refusals of what compose-go takes.
var stricter = []exception{
	{"healthcheck is disabled", "nobody can wait for the health of a service without a healthcheck"},
	{"publish", "two containers cannot publish one host port"},
	{"credential_spec has both", "a credential has one source"},
	{"credential_spec says nothing", "a credential has one source"},
	{"needs a subnet", "the engine refuses an address without a subnet"},
	{"is outside the subnet", "the engine refuses an address outside of the subnet"},
	{"has no rate", "the engine refuses a limit without a rate"},
	{"says how a read-only mount is", "a mount that can be written to is not read-only in some other way"},
	{"are no permissions of a device", "the engine refuses it"},
	{"is no value for", "the specification has a list of values"},
	{"is no name for a network interface", "the kernel refuses it"},
	{"has neither key nor socket", "only default stands for the agent by itself"},
	{"has no content", "a config that is not external has a content"},
	{"has nothing to exec", "the action sync+exec needs a command"},
	{"of its own with network_mode", "the engine refuses ports and addresses in another's network"},
	{"has no source", "an image, a pipe and a volume of a cluster cannot be without a name"},
	{"has no command", "the engine cannot run nothing"},
	{"is no kernel parameter", "the engine refuses a sysctl that has no value, or is none"},
	{"has no path", "the engine refuses a limit on no device"},
	{"is not an image reference", "the engine refuses it"},
	{"is neither an absolute path nor", "the engine refuses it"},
	{"is no IP address", "the engine refuses it"},
	{"with the one address", "two containers cannot have one address"},
	{"overlaps with another", "the engine refuses it"},
	{"above its limit of", "the engine refuses to reserve more memory than the limit"},
	{"cannot have a hostname of its own with uts: host", "the engine refuses it"},
}

// laxer are what compose-go refuses, or cannot write, and gocompose can.
var laxer = []exception{
	{"items at ", "an item that is there twice does no harm"},
	{"services.a.cpu_rt_", "the schema has durations for cpu_rt_period and cpu_rt_runtime, which compose-go takes for numbers"},
	{"use_api_socket must be a boolean", "compose-go does not convert what comes from a variable here, nor with !override"},
	{"context_size must be a integer", "compose-go does not convert what comes from a variable here"},
	{"is missing a mount target", "the schema asks for no target of a device: it is that of its source"},
	{"interface {} is nil, not string", "compose-go panics at pid: null, which the schema has"},
	{"must be a integer or string", "a later file may complete what an earlier one leaves empty"},
	{"interface {} is string, not int", "compose-go panics at texts under build.ulimits, which the schema has"},
	{"initial_sync must be a boolean", "compose-go does not convert what comes from a variable here"},
	{"volumes.0 must be a string", "a later file may replace what an earlier one leaves out"},
	{"external: failed to cast", "a later file may replace what is wrong in an earlier one"},
	{"can't set distinct values on", "limits that do not speak of something do not contradict it"},
	{"priority must be a number", "compose-go does not convert what comes from a variable here"},
	{"expected type 'uint16'", "the schema allows the text of a number"},
	{"ignore must be a string", "an item that is there twice does no harm"},
	{"already mounted as", "/a and /a/ are one target, so that the later mount replaces the earlier"},
	{"name and external.name conflict", "a later file may replace what is wrong in an earlier one"},
	{"missing properties", "a later file may complete, or replace, what an earlier one leaves out"},
	{"expected type 'string', got unconvertible type 'float64'", "the schema has numbers for options of drivers"},
	{"cannot override ", "a value may have one of its forms in one file and another in the next"},
	{"config must be a array", "an empty list on top of another is an empty list"},
	{"must be a mapping", "compose-go takes an empty map on top of another for nothing, and a repeated item for no list"},
	{"invalid type string for external", "compose-go does not convert texts under build.ulimits"},
}

// unlike are results that differ.
var unlike = []exception{
	{"ssh:", "what compose-go writes of build.ssh it cannot read"},
}
