#!/usr/bin/env bash
# Runs the README's "Clients with a hard-coded host" for real: each client asks https://dev.nicepay.co.id/ at a sandbox,
# first without the step that makes it trust the CA, which must fail, then as the README says. The sandbox and its clients
# have a network, an /etc/hosts and a home of their own, so nothing of the machine is changed. Clients that are not
# installed are left out, and said so.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

case ${1:-} in
'')
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if ! unshare --user --map-root-user --net --mount true 2>/dev/null; then
    echo 'left out: this machine gives no network of our own (unshare)'
    exit 0
  fi
  HOME=$work unshare --user --map-root-user --net --mount bash "$0" namespace
  exit
  ;;
namespace)
  ip link set lo up
  echo '127.0.0.1 localhost dev.nicepay.co.id' >"$HOME/hosts"
  mount --bind "$HOME/hosts" /etc/hosts
  node "$here/dist/cli.js" exec --tls --tls-port 443 -- bash "$0" clients
  exit
  ;;
esac

cd "$HOME"
unset NODE_EXTRA_CA_CERTS
url=https://dev.nicepay.co.id/_sandbox/health
echo "fetch('$url').then((r) => r.text()).then(console.log)" >shop.mjs
echo "<?php \$c = curl_init('$url'); curl_exec(\$c); fwrite(STDERR, curl_error(\$c));" >shop-curl.php
echo "<?php readfile('$url');" >shop-stream.php
echo "import requests; print(requests.get('$url').text)" >shop_requests.py
echo "import urllib.request as u; print(u.urlopen('$url').read())" >shop_urllib.py
cat >Shop.java <<JAVA
class Shop {
  public static void main(String[] args) throws Exception {
    try (var in = new java.net.URL("$url").openStream()) { in.transferTo(System.out); }
  }
}
JAVA

# The README's block of a name; the sandbox listens on 443 here.
readme() {
  awk -v of="<!-- tls: $1 -->" '
    $0 == of { wanted = 1 }
    wanted && /^```$/ { exit }
    wanted && inside
    wanted && /^```bash$/ { inside = 1 }
  ' "$here/README.md" | sed 's/:8443/:443/'
}

failures=0
fail() {
  echo "✗ $*"
  failures=$((failures + 1))
}

# trial NAME PROGRAMS COMMAND: the client's command must fail, and the README's block NAME get an answer.
trial() {
  local name=$1 programs=$2 untold=$3 program out
  for program in $programs; do
    if ! command -v "$program" >/dev/null; then
      echo "- $name: left out, $program is not installed"
      return
    fi
  done
  if out=$(bash -c "$untold" 2>&1 </dev/null) && [[ $out == *'"status":"ok"'* ]]; then
    fail "$name trusts the sandbox without being told to"
  else
    echo "  $name, untold: $(grep -iE 'certificate|PKIX|SSL error' <<<"$out" | tail -n 1 | cut -c 1-150)"
  fi
  if out=$(bash -euc "ca=~/.nicepay-sandbox/ca/ca.pem; $(readme "$name")" 2>&1 </dev/null) &&
    [[ $out == *'"status":"ok"'* ]]; then
    echo "✓ $name"
  else
    fail "$name: $out"
  fi
}

trial curl curl "curl -sS $url"
trial curl-elsewhere curl 'curl -sS --connect-to www.nicepay.co.id:443:127.0.0.1:443 https://www.nicepay.co.id/_sandbox/health'
trial node node 'node shop.mjs'
trial php-curl php 'php shop-curl.php'
trial php-stream php 'php shop-stream.php'
trial python-requests python3 'python3 shop_requests.py'
trial python-urllib python3 'python3 shop_urllib.py'
trial java java 'java Shop.java'
trial chromium 'chromium certutil' "chromium --headless --no-sandbox --dump-dom $url"
exit $((failures > 0))
