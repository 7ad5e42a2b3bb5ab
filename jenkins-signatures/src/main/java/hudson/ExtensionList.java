package hudson;

import java.util.AbstractList;

/** Signature of Jenkins' {@code ExtensionList}. */
public class ExtensionList<T> extends AbstractList<T> {
    private ExtensionList() {}

    public static <U> U lookupSingleton(Class<U> type) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    @Override
    public T get(int index) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    @Override
    public int size() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
