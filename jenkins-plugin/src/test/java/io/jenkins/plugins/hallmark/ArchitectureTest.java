package io.jenkins.plugins.hallmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import hudson.ExtensionList;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import java.util.Set;
import jenkins.MasterToSlaveFileCallable;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.verb.POST;

/** A face is thin, and in Jenkins there is more that must never happen. */
@AnalyzeClasses(packages = "io.jenkins.plugins.hallmark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule needs_the_floors_below_and_jenkins_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.jenkins.plugins.hallmark..",
                    "io.hallmark.measuredboot..",
                    "io.hallmark.baselines..",
                    "io.hallmark.verifierbridge..",
                    "io.hallmark.puppetbridge..",
                    "java..",
                    "hudson..",
                    "jenkins..",
                    "org.kohsuke.stapler..",
                    "org.jenkinsci..",
                    "org.jvnet.localizer..",
                    "com.cloudbees..",
                    "net.sf.json..",
                    "org.springframework.security.access..",
                    "org.springframework.security.core..")
            .because("Git, YAML and signatures are the business of the floors below");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.jenkins.plugins.hallmark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule one_class_knows_the_singletons_of_jenkins = noClasses()
            .that()
            .areNotAssignableTo(JenkinsFacade.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Jenkins.class, ExtensionList.class);

    @ArchTest
    static final ArchRule one_class_asks_for_credentials = noClasses()
            .that()
            .areNotAssignableTo(StoredCredentials.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(CredentialsProvider.class);

    @ArchTest
    static final ArchRule every_web_method_takes_posts_only_and_asks_for_a_permission = methods()
            .that()
            .haveNameMatching("do[A-Z].*")
            .should()
            .beAnnotatedWith(POST.class)
            .andShould()
            .bePublic()
            .andShould(askForAPermission());

    private static ArchCondition<JavaMethod> askForAPermission() {
        Set<String> asking = Set.of("checkAdminister", "administers", "checkPermission");
        return new ArchCondition<>("ask for a permission themselves") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean asks = method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> asking.contains(call.getTarget().getName()));
                events.add(new SimpleConditionEvent(method, asks, method.getFullName() + " asks: " + asks));
            }
        };
    }

    @ArchTest
    static final ArchRule files_are_touched_on_agents_and_in_one_place_of_the_controller = noClasses()
            .that()
            .areNotAssignableTo(MasterToSlaveFileCallable.class)
            .and()
            .haveSimpleNameNotContaining("AgentFiles")
            .and()
            .doNotHaveSimpleName("ReportFile")
            // Anonymous classes of the callables.
            .and()
            .areNotAnonymousClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.nio\\.file\\.Files|java\\.io\\.(File(Input|Output)Stream|RandomAccessFile|FileReader)")
            .because("what a job says must not become a path of the controller");

    @ArchTest
    static final ArchRule callables_are_classes_with_names = classes()
            .that()
            .areAssignableTo(MasterToSlaveFileCallable.class)
            .should()
            .notBeAnonymousClasses()
            .andShould()
            .notBeInnerClasses()
            .because("an inner class would take its surroundings along to the agent");

    @ArchTest
    static final ArchRule starts_no_process = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(ProcessBuilder|Runtime|Process)");

    @ArchTest
    static final ArchRule no_secret_is_kept_as_a_text = noFields()
            .that()
            .haveRawType(String.class)
            .should()
            .haveNameMatching("(?i).*(password|token|secret|passphrase|privatekey).*")
            .because("Jenkins keeps credentials; what is configured here are their ids");

    @ArchTest
    static final ArchRule no_static_field_can_be_set =
            fields().that().areStatic().should().beFinal().because("a build must not see what another one left");

    @ArchTest
    static final ArchRule nothing_of_an_agent_is_asked_for_by_its_own_word = noClasses()
            .that()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .callMethod(System.class, "getenv", String.class);
}
