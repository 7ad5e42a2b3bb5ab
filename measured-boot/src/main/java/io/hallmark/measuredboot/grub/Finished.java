package io.hallmark.measuredboot.grub;

/** Ends a run from wherever it is: GRUB does not come back from starting something. */
final class Finished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GrubBoot boot;

    Finished(GrubBoot boot) {
        super(null, null, false, false);
        this.boot = boot;
    }

    static Finished nothing(String reason) {
        return new Finished(new GrubBoot.Nothing(reason));
    }

    GrubBoot boot() {
        return boot;
    }
}
