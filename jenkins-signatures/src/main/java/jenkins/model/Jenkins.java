package jenkins.model;

import hudson.model.AbstractModelObject;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import org.springframework.security.core.Authentication;

/** Signature of Jenkins' {@code Jenkins}. */
public class Jenkins extends AbstractModelObject implements AccessControlled, ItemGroup<TopLevelItem> {
    public static final Permission ADMINISTER = new Permission(null, "Administer", null, null, null);
    public static final Permission READ = new Permission(null, "Read", null, null, null);

    public static final Authentication ANONYMOUS2 = new Authentication() {
        private static final long serialVersionUID = 1L;
    };

    private Jenkins() {}

    public static Authentication getAuthentication2() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public static Jenkins get() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public String getRootUrl() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    @Override
    public String getFullName() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
