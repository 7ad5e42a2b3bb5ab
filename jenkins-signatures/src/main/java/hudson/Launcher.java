package hudson;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;

/** Signature of Jenkins' {@code Launcher}. */
public abstract class Launcher {
    public abstract TaskListener getListener();

    public abstract VirtualChannel getChannel();
}
