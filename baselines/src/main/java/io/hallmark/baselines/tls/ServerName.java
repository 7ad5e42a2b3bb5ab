package io.hallmark.baselines.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The name that a server's certificate must be for, where it is not the one that the server is reached by.
 *
 * <p>As RFC 6125 has it, only subject alternative names count, and a wildcard stands for one whole first label.
 */
record ServerName(String name) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    boolean isIn(X509Certificate certificate) throws CertificateParsingException {
        return names(certificate).stream().anyMatch(this::matches);
    }

    static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                int kind = (Integer) alternative.get(0);
                if (kind == DNS || kind == ADDRESS) {
                    names.add((String) alternative.get(1));
                }
            }
        }
        return names;
    }

    private boolean matches(String pattern) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        if (!given.startsWith("*.")) {
            return wanted.equals(given);
        }
        int label = wanted.indexOf('.');
        boolean severalLabelsLeft = given.indexOf('.', 2) > 0;
        return label > 0 && severalLabelsLeft && wanted.substring(label).equals(given.substring(1));
    }
}
