package io.hallmark.baselines.document;

/** A path in a repository, written with {@code /}, that can't leave it. */
final class RelativePath {
    private RelativePath() {}

    static String of(YamlValue value) {
        String path = value.asText();
        boolean good = !path.isEmpty() && !path.startsWith("/") && path.indexOf('\\') < 0 && path.indexOf('\0') < 0;
        for (String part : path.split("/", -1)) {
            good &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!good) {
            throw YamlValue.error(
                    value.source(),
                    Quoted.of(path) + " is no path inside the repository: write it relative to its root, with '/', and"
                            + " without '.' or '..'");
        }
        return path;
    }
}
