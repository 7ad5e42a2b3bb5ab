package jenkins;

/** Signature of Jenkins' {@code YesNoMaybe}. */
public enum YesNoMaybe {
    YES,
    NO,
    MAYBE
}
