package io.hallmark.bootlab;

/** placeholder */
final class RecordMain {
    public static void main(String[] arguments) {
        try (Lab lab = new Lab()) {
            var spec = io.hallmark.bootlab.chain.Chains.named(arguments[0], lab.files());
            var staged = lab.stage(spec.chain(), lab.files().recorded(), "x");
            long t = System.nanoTime();
            var result = lab.boot(staged, lab.files().recorded());
            System.out.println(result.time() + " " + result.report().get().commandLine() + " " + result.report().get().pcrs().get(io.hallmark.measuredboot.digest.Bank.SHA256));
            System.out.println(result.eventLog().get().length);
        }
    }
}
