/** The hallmark command: reads its input, calls one use case of the modules below, and shows what comes back. */
package io.hallmark.cli;
