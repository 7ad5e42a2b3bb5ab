package io.jenkins.plugins.hallmark;

import com.thoughtworks.xstream.XStream;

/** How Jenkins keeps objects between two of its lives. */
public final class Kept {
    private Kept() {}

    private static XStream xstream() {
        XStream xstream = new XStream();
        xstream.allowTypesByWildcard(new String[] {"io.jenkins.plugins.hallmark.**"});
        return xstream;
    }

    /** The XML of an object. */
    public static String xml(Object object) {
        return xstream().toXML(object);
    }

    /** What is read out of XML. */
    public static <T> T read(Class<T> type, String xml) {
        return type.cast(xstream().fromXML(xml));
    }

    /** The object after a restart. */
    @SuppressWarnings("unchecked")
    public static <T> T again(T object) {
        return (T) read(object.getClass(), xml(object));
    }
}
