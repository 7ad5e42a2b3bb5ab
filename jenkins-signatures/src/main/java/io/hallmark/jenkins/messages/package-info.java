/** Makes the classes of texts that Jenkins' own build makes with the localizer's Maven plugin. */
package io.hallmark.jenkins.messages;
