/** The one way to Jenkins' singletons and to credentials, so that everything else can be tested without Jenkins. */
package io.jenkins.plugins.hallmark.access;
