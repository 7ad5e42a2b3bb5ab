module hallmark.example/cocli

// The newest release of these modules that has the program.
go 1.18

require github.com/veraison/corim v1.1.2
