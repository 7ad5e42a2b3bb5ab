package org.jvnet.localizer;

import java.io.Serializable;

/** Signature of the localizer's {@code Localizable}. */
public class Localizable implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ResourceBundleHolder holder;
    private final String key;
    private final transient Object[] arguments;

    public Localizable(ResourceBundleHolder holder, String key, Object... arguments) {
        this.holder = holder;
        this.key = key;
        this.arguments = arguments.clone();
    }

    @Override
    public String toString() {
        return holder.format(key, arguments);
    }
}
