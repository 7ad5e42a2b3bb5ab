package hudson.model;

/** Signature of Jenkins' {@code AbstractItem}. */
public abstract class AbstractItem extends Actionable implements Item {
    protected AbstractItem(ItemGroup<?> parent, String name) {}
}
