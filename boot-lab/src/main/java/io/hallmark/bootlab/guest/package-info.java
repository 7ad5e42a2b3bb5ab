/** What guests boot: files of Debian packages, an initramfs that reports, and images made of them. */
package io.hallmark.bootlab.guest;
