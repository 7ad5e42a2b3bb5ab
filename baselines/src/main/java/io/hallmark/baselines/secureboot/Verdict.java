package io.hallmark.baselines.secureboot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Secure Boot makes of an image of a chain. */
public sealed interface Verdict {
    /** Name of the artifact. */
    String image();

    /** Where the artifact comes from, for people. */
    String origin();

    /** Who verifies it. */
    Verifier verifier();

    /**
     * What firmware or shim measures of its lists when it verifies the image, in order: what vouches for it, or is presumed
     * to. Empty when that can't be told.
     */
    Optional<List<Authority>> authorities();

    /** One line for people. */
    String words();

    /** Who verifies an image before it is started. */
    enum Verifier {
        FIRMWARE("the firmware"),
        SHIM("shim"),
        GRUB("GRUB");

        private final String words;

        Verifier(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * It starts.
     *
     * @param by what vouches for it, at least one; shim asks about each of several signatures
     */
    record Accepted(String image, String origin, Verifier verifier, List<Authority> by) implements Verdict {
        public Accepted {
            by = List.copyOf(by);
        }

        @Override
        public Optional<List<Authority>> authorities() {
            return Optional.of(by);
        }

        @Override
        public String words() {
            return image + " (" + origin + ") is vouched for by " + names(by) + ", verified by " + verifier.words();
        }
    }

    /** The node would not start it. */
    record Refused(String image, String origin, Verifier verifier, String reason) implements Verdict {
        @Override
        public Optional<List<Authority>> authorities() {
            return Optional.empty();
        }

        @Override
        public String words() {
            return image + " (" + origin + ") would be refused by " + verifier.words() + ": " + reason;
        }
    }

    /**
     * It can't be told.
     *
     * @param presumed what is measured if it starts, going by the names in its signatures alone; empty when even that can't
     *     be told
     */
    record NotChecked(String image, String origin, Verifier verifier, String reason, Optional<List<Authority>> presumed)
            implements Verdict {
        public NotChecked {
            presumed = presumed.map(List::copyOf);
        }

        @Override
        public Optional<List<Authority>> authorities() {
            return presumed;
        }

        @Override
        public String words() {
            return image + " (" + origin + ") was not checked: " + reason
                    + presumed.filter(by -> !by.isEmpty())
                            .map(by -> "; by its names its signer is vouched for by " + names(by))
                            .orElse("");
        }
    }

    private static String names(List<Authority> by) {
        return by.stream()
                .filter(authority -> !authority.denies())
                .map(Authority::words)
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
