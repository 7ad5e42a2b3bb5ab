# A word of the kernel's command line.
type Node_hardening::Kernel_parameter = Pattern[/\A[A-Za-z0-9_.-]+(=[A-Za-z0-9_.:,\/=@+-]+)?\z/]
