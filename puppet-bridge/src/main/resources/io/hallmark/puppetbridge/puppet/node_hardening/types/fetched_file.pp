# A file that is fetched, and known by its digest.
type Node_hardening::Fetched_file = Struct[{
  mode   => Node_hardening::Mode,
  url    => Pattern[/\Ahttps:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9_.~%+-]*)+\z/],
  sha256 => Pattern[/\A[0-9a-f]{64}\z/],
}]
