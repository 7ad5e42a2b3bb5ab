package org.kohsuke.stapler;

import net.sf.json.JSONObject;

/** Signature of Stapler's {@code StaplerRequest2}. That it is a servlet's request is nothing that the plugin needs. */
public interface StaplerRequest2 {
    void bindJSON(Object bean, JSONObject src);
}
