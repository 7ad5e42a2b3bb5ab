package io.hallmark.baselines.secureboot;

import java.util.Optional;

/** What Secure Boot makes of an image of a chain. */
public sealed interface Verdict {
    /** Name of the artifact. */
    String image();

    /** Where the artifact comes from, for people. */
    String origin();

    /** Who verifies it. */
    Verifier verifier();

    /** What vouches for the image, or is presumed to. */
    Optional<Authority> authority();

    /** One line for people. */
    String words();

    /** Who verifies an image before it is started. */
    enum Verifier {
        FIRMWARE("the firmware"),
        SHIM("shim");

        private final String words;

        Verifier(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** It starts. */
    record Accepted(String image, String origin, Verifier verifier, Authority by) implements Verdict {
        @Override
        public Optional<Authority> authority() {
            return Optional.of(by);
        }

        @Override
        public String words() {
            return image + " (" + origin + ") is vouched for by " + by.words() + ", verified by " + verifier.words();
        }
    }

    /** The node would not start it. */
    record Refused(String image, String origin, Verifier verifier, String reason) implements Verdict {
        @Override
        public Optional<Authority> authority() {
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
     * @param presumed who vouches for it going by the names in its signature alone
     */
    record NotChecked(String image, String origin, Verifier verifier, String reason, Optional<Authority> presumed)
            implements Verdict {
        @Override
        public Optional<Authority> authority() {
            return presumed;
        }

        @Override
        public String words() {
            return image + " (" + origin + ") was not checked: " + reason
                    + presumed.map(by -> "; by its names its signer is vouched for by " + by.words())
                            .orElse("");
        }
    }
}
