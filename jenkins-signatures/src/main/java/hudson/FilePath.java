package hudson;

import hudson.model.Computer;
import hudson.remoting.Callable;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.remoting.RoleChecker;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** Signature of Jenkins' {@code FilePath}. */
public final class FilePath implements SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    private final transient VirtualChannel channel;
    private final String remote;

    public FilePath(VirtualChannel channel, String remote) {
        this.channel = channel;
        this.remote = remote;
    }

    public FilePath(File local) {
        this((VirtualChannel) null, local.getPath());
    }

    public FilePath(FilePath base, String relative) {
        this(base.channel, new File(base.remote, relative).getPath());
    }

    /** What a FilePath does here: what is on this machine is done at once, what is not goes through the channel. */
    public <T> T act(FileCallable<T> callable) throws IOException, InterruptedException {
        if (channel == null) {
            return callable.invoke(new File(remote), null);
        }
        return channel.call(new Remote<>(callable, remote));
    }

    public String getRemote() {
        return remote;
    }

    public String getName() {
        return new File(remote).getName();
    }

    public FilePath child(String relative) {
        return new FilePath(this, relative);
    }

    public VirtualChannel getChannel() {
        return channel;
    }

    public boolean isRemote() {
        return channel != null;
    }

    public Computer toComputer() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    /** What goes through the channel. */
    private static final class Remote<T> implements Callable<T, IOException> {
        private static final long serialVersionUID = 1L;

        private final FileCallable<T> callable;
        private final String path;

        Remote(FileCallable<T> callable, String path) {
            this.callable = callable;
            this.path = path;
        }

        @Override
        public T call() throws IOException {
            try {
                return callable.invoke(new File(path), null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void checkRoles(RoleChecker checker) {
            callable.checkRoles(checker);
        }
    }

    /** Runs on the machine where the file is. */
    public interface FileCallable<T> extends Serializable, RoleSensitive {
        T invoke(File file, VirtualChannel channel) throws IOException, InterruptedException;
    }
}
