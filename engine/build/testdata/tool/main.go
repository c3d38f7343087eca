// Command tool is the only program in the images of the tests.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	switch os.Args[1] {
	case "say":
		fmt.Println(os.Args[2])
	case "fail":
		fmt.Println("before the fall")
		fmt.Fprintln(os.Stderr, "pride")
		code, _ := strconv.Atoi(os.Args[2])
		os.Exit(code)
	case "sleep":
		fmt.Println("asleep", os.Args[2])
		time.Sleep(time.Hour)
	}
}
