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
    @SuppressWarnings("unchecked")
    public static <T> T read(String xml) {
        return (T) xstream().fromXML(xml);
    }

    /** The object after a restart. */
    public static <T> T again(T object) {
        return read(xml(object));
    }
}
