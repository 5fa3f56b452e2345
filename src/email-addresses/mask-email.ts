/** Enough of an address for its owner to know it again, and too little for anybody else: `a…@example.com`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}
