package io.hallmark.baselines.io;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs as they may be shown, logged and committed: without what could be a secret. */
public final class SafeUrl {
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)@");
    private static final Pattern SCP_PASSWORD = Pattern.compile("^([^/:@]+):[^/@]*@");

    private SafeUrl() {}

    /**
     * The URL without password and query. The user name stays for SSH only, where it is part of the address; over HTTP
     * it is often a token.
     */
    public static String of(String url) {
        String shown = url;
        Matcher matcher = USER_INFO.matcher(shown);
        if (matcher.find()) {
            String user = matcher.group(2).replaceFirst(":.*", "");
            boolean ssh = matcher.group(1).contains("ssh");
            shown = matcher.group(1) + (ssh ? user + "@" : "") + shown.substring(matcher.end());
        } else {
            shown = SCP_PASSWORD.matcher(shown).replaceFirst("$1@");
        }
        return shown.replaceFirst("[?#].*$", "");
    }
}
