const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether only programs on this machine reach this address. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
