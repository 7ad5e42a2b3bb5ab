package io.hallmark.measuredboot.grub;

/** Orders boot loader entries by the versions in their files' names, as Red Hat's {@code blscfg.c} does. */
final class PackageVersions {
    private PackageVersions() {}

    /** Compares two names of the form {@code NAME-VERSION-RELEASE}; the newer is the greater. */
    static int compareNames(String a, String b) {
        String[] one = split(a);
        String[] two = split(b);
        for (int i = 0; i < one.length; i++) {
            int order = compare(one[i], two[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Name, version and release; what is missing at the end moves up to the front. */
    private static String[] split(String name) {
        int release = name.lastIndexOf('-');
        if (release < 0) {
            return new String[] {name, "", ""};
        }
        int version = name.lastIndexOf('-', release - 1);
        if (version < 0) {
            return new String[] {name.substring(0, release), name.substring(release + 1), ""};
        }
        return new String[] {
            name.substring(0, version), name.substring(version + 1, release), name.substring(release + 1)
        };
    }

    /** Compares versions segment by segment: numbers as numbers, letters as text, {@code ~} before everything. */
    static int compare(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            i = skipSeparators(a, i);
            j = skipSeparators(b, j);
            char one = i < a.length() ? a.charAt(i) : 0;
            char two = j < b.length() ? b.charAt(j) : 0;
            if (one == '~' || two == '~') {
                if (one != two) {
                    return one == '~' ? -1 : 1;
                }
                i++;
                j++;
            } else if (one == '+' || two == '+') {
                if (one != two) {
                    return one == 0 ? -1 : two == 0 ? 1 : one == '+' ? -1 : 1;
                }
                i++;
                j++;
            } else if (one == 0 || two == 0) {
                break;
            } else {
                boolean number = Variables.isDigit(one);
                int endA = endOfSegment(a, i, number);
                int endB = endOfSegment(b, j, number);
                if (endA == i) {
                    return -1;
                }
                if (endB == j) {
                    return number ? 1 : -1;
                }
                int order = compareSegments(a.substring(i, endA), b.substring(j, endB), number);
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            }
        }
        return Boolean.compare(i < a.length(), j < b.length());
    }

    private static int compareSegments(String a, String b, boolean number) {
        if (number) {
            String one = a.replaceFirst("^0+", "");
            String two = b.replaceFirst("^0+", "");
            return one.length() != two.length() ? Integer.compare(one.length(), two.length()) : one.compareTo(two);
        }
        return a.compareTo(b);
    }

    private static int skipSeparators(String text, int start) {
        int at = start;
        while (at < text.length()
                && !isLetter(text.charAt(at))
                && !Variables.isDigit(text.charAt(at))
                && text.charAt(at) != '~'
                && text.charAt(at) != '+') {
            at++;
        }
        return at;
    }

    private static int endOfSegment(String text, int start, boolean number) {
        int at = start;
        while (at < text.length() && (number ? Variables.isDigit(text.charAt(at)) : isLetter(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
