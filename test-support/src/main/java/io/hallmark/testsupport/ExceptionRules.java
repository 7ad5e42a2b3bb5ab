package io.hallmark.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One exception type a module, as rules. */
public final class ExceptionRules {
    /** What a module may throw beside its own exception: mistakes of the programmer, and failed input or output. */
    private static final List<String> EVERYWHERE = List.of(
            "java.lang.AssertionError",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            // javac itself makes this one for a switch expression over an enum that has no default.
            "java.lang.IncompatibleClassChangeError",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.NullPointerException",
            "java.lang.UnsupportedOperationException",
            "java.util.NoSuchElementException",
            "java.io.EOFException",
            "java.io.IOException",
            "java.io.UncheckedIOException");

    private ExceptionRules() {}

    /** Public methods of public classes declare no exceptions but these. */
    public static ArchRule publicMethodsDeclareOnly(String... exceptions) {
        Set<String> allowed = Set.of(exceptions);
        return methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new ArchCondition<>("declare no exceptions but " + allowed) {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        for (JavaClass type : method.getExceptionTypes()) {
                            events.add(new SimpleConditionEvent(
                                    method,
                                    allowed.contains(type.getName()) || isCallersOwn(method, type),
                                    method.getFullName() + " declares " + type.getName()));
                        }
                    }
                });
    }

    /**
     * Classes make no exceptions but these, what every module may throw, and private ones that don't leave their package.
     *
     * @param module whose packages are looked at
     */
    public static ArchRule onlyTheseAreMade(String module, String... exceptions) {
        Set<String> allowed = new HashSet<>(EVERYWHERE);
        allowed.addAll(List.of(exceptions));
        return classes()
                .that()
                .resideInAPackage(module + "..")
                .should(new ArchCondition<>("make no exceptions but " + allowed) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaConstructorCall call : type.getConstructorCallsFromSelf()) {
                            JavaClass made = call.getTargetOwner();
                            // The superclass's constructor is called in the constructor of an exception of our own.
                            if (isThrowable(made) && !isThrowable(type)) {
                                boolean own = made.getPackageName().equals(type.getPackageName())
                                        && !made.getModifiers().contains(JavaModifier.PUBLIC);
                                events.add(new SimpleConditionEvent(
                                        call, own || allowed.contains(made.getName()), call.getDescription()));
                            }
                        }
                    }
                });
    }

    /** {@code <E extends Exception> … throws E}: whatever the caller's own code throws. */
    private static boolean isCallersOwn(JavaMethod method, JavaClass type) {
        boolean generic = !method.getTypeParameters().isEmpty()
                || !method.getOwner().getTypeParameters().isEmpty();
        return generic && type.getName().equals("java.lang.Exception");
    }

    private static boolean isThrowable(JavaClass type) {
        // Libraries are not read by ArchUnit here, so that names have to do for them.
        return looksThrowable(type) || type.getAllRawSuperclasses().stream().anyMatch(ExceptionRules::looksThrowable);
    }

    private static boolean looksThrowable(JavaClass type) {
        return type.getName().equals("java.lang.Throwable")
                || type.getSimpleName().endsWith("Exception")
                || type.getSimpleName().endsWith("Error");
    }
}
