package hudson.model;

/** Signature of Jenkins' {@code Action}. */
public interface Action extends ModelObject {
    String getIconFileName();

    @Override
    String getDisplayName();

    String getUrlName();
}
