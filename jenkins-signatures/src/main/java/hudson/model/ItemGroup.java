package hudson.model;

/** Signature of Jenkins' {@code ItemGroup}. */
public interface ItemGroup<T extends Item> extends ModelObject {
    String getFullName();
}
