package hudson.model;

import java.io.IOException;

/** Signature of Jenkins' {@code Saveable}. */
public interface Saveable {
    void save() throws IOException;
}
