#!/bin/busybox sh
# Reports this boot over the serial line and powers off: the event log, the TPM's PCRs, the firmware's variables.
# Every line of the report begins with @@ or is base64; @@end is the last one.
B=/bin/busybox
$B mount -t proc proc /proc
$B mount -t sysfs sysfs /sys
$B mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1 </dev/null
# Kernel messages between the lines would spoil them.
$B dmesg -n 1
$B mount -t tmpfs tmpfs /run
$B mount -t securityfs securityfs /sys/kernel/security
V=/sys/firmware/efi/efivars
[ -d $V ] && $B insmod /lib/modules/$($B uname -r)/efivarfs.ko && $B mount -t efivarfs efivarfs $V

# The kernel's files say nothing of their size, hence the copy.
report() {
  $B cat "$2" >/run/item 2>/dev/null || return 0
  echo "@@file $($B stat -c %s /run/item) $1"
  $B gzip -9 -c /run/item | $B base64
}

echo
echo "@@begin"
echo "@@tag $($B cat /etc/tag)"
echo "@@kernel $($B uname -r)"
echo "@@cmdline $($B cat /proc/cmdline)"
for folder in /sys/class/tpm/tpm0/pcr-*; do
  [ -d $folder ] || continue
  for index in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
    read -r value <$folder/$index && echo "@@pcr ${folder##*/pcr-} $index $value"
  done
done
report eventlog /sys/kernel/security/tpm0/binary_bios_measurements
for variable in $V/*; do
  case ${variable##*/} in
    PK-*|KEK-*|db-*|dbx-*|dbt-*|dbr-*|SecureBoot-*|SetupMode-*|AuditMode-*|DeployedMode-*|VendorKeys-*) ;;
    Mok*|Sbat*|Shim*|Boot*|Loader*|Stub*) ;;
    *) continue ;;
  esac
  report "efivar ${variable##*/}" "$variable"
done
echo "@@end"
$B sync
$B poweroff -f
