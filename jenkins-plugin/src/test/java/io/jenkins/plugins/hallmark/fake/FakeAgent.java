package io.jenkins.plugins.hallmark.fake;

import hudson.FilePath;
import hudson.remoting.Callable;
import hudson.remoting.RequestAbortedException;
import hudson.remoting.VirtualChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An agent: what goes to it and what comes back is serialized, as between two machines. */
public final class FakeAgent implements VirtualChannel {
    private final List<byte[]> crossed = new ArrayList<>();
    private int answers = Integer.MAX_VALUE;
    private boolean amid;
    private int abort = Integer.MAX_VALUE;

    /** A workspace on this agent. */
    public FilePath workspace(Path folder) {
        return new FilePath(this, folder.toString());
    }

    /** The connection breaks after so many answers: no more calls can be made. */
    public FakeAgent dyingAfter(int count) {
        answers = count;
        return this;
    }

    /** The connection breaks after so many answers, while the next one is waited for. */
    public FakeAgent dyingAmidCall(int count) {
        amid = true;
        return dyingAfter(count);
    }

    /** The build is aborted after so many answers, while the next one is waited for. */
    public FakeAgent abortedAmidCall(int count) {
        abort = count;
        return this;
    }

    /** What a call gets whose answer never comes. */
    public static RequestAbortedException broken() {
        return new RequestAbortedException(new IOException("Unexpected termination of the channel"));
    }

    /** All that went to the agent and came back, as bytes. */
    public List<byte[]> crossed() {
        return crossed;
    }

    @Override
    public <V, T extends Throwable> V call(Callable<V, T> callable) throws IOException, T, InterruptedException {
        if (answers-- <= 0) {
            if (amid) {
                amid = false;
                Callable<V, T> there = carried(callable);
                there.call();
                throw broken();
            }
            throw new IOException("the channel is closing down or has closed down");
        }
        if (Thread.interrupted() || abort-- == 0) {
            throw new InterruptedException();
        }
        Callable<V, T> there = carried(callable);
        return carried(there.call());
    }

    @SuppressWarnings("unchecked")
    private <X> X carried(X object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        crossed.add(bytes.toByteArray());
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (X) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
