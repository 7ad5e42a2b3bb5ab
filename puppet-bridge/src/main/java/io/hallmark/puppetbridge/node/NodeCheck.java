package io.hallmark.puppetbridge.node;

/**
 * A look at a node, and what it must show. {@link NodeInspection} judges it; {@link ShellScript} prints it for an operator.
 *
 * @param what is checked, in a few words: {@code /tmp in /etc/fstab}
 */
public record NodeCheck(Moment moment, String what, Probe probe, Expectation expectation) {

    /** When a check can be made. */
    public enum Moment {
        /** Files of the node say it, so that the tree of an image can be checked as well. */
        CONFIGURED,
        /** Only the kernel of the running node can say it. */
        RUNNING
    }

    /** A check of files. */
    public static NodeCheck configured(String what, Probe probe, Expectation expectation) {
        return new NodeCheck(Moment.CONFIGURED, what, probe, expectation);
    }

    /** A check of the running system. */
    public static NodeCheck running(String what, Probe probe, Expectation expectation) {
        return new NodeCheck(Moment.RUNNING, what, probe, expectation);
    }
}
