package hudson.model;

/** Signature of Jenkins' {@code AbstractProject}. */
public abstract class AbstractProject<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>>
        extends Job<P, R> {
    protected AbstractProject(ItemGroup<?> parent, String name) {
        super(parent, name);
    }
}
