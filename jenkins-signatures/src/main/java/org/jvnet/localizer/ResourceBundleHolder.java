package org.jvnet.localizer;

import java.io.Serializable;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Signature of the localizer's {@code ResourceBundleHolder}. */
public final class ResourceBundleHolder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient ResourceBundle bundle;

    private ResourceBundleHolder(Class<?> owner) {
        this.bundle = ResourceBundle.getBundle(owner.getName(), Locale.ROOT, owner.getClassLoader());
    }

    public static ResourceBundleHolder get(Class<?> owner) {
        return new ResourceBundleHolder(owner);
    }

    public String format(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(arguments);
    }
}
