# Runs one PostgreSQL server and outlives the test process by just as long as it takes to remove it: the test process holds
# the other end of standard input, and the system closes that however the process ends.
# Arguments: binaries' folder, data folder, then what goes to the server. First line of input: the superuser's password.
umask 077
bin=$1 folder=$2
shift 2
read -r password || exit 1
# Ctrl-C reaches the whole group; the end of input is the only signal to go.
trap '' INT TERM HUP
mkdir -p "$folder" || exit 1
if [ ! -d "$folder/data" ]; then
    printf '%s' "$password" >"$folder/password"
    if ! "$bin/initdb" --pgdata="$folder/data" --username=postgres --pwfile="$folder/password" --auth=scram-sha-256 \
        --encoding=UTF8 --no-locale --no-sync >"$folder/log" 2>&1; then
        cat "$folder/log" >&2
        rm -rf "$folder"
        exit 1
    fi
fi
"$bin/postgres" -D "$folder/data" "$@" >>"$folder/log" 2>&1 &
server=$!

# Again and again: a shell starts its background jobs with these signals ignored, so that the first may come too early.
# A frozen server hears nothing until it is let go on.
end_server() {
    while kill "$1" "$server" 2>/dev/null; do
        kill -CONT "$server" 2>/dev/null
        sleep 0.2
    done
}

while read -r order; do
    case $order in
        stop) end_server -INT ;;
        crash) end_server -QUIT ;;
    esac
    exit 0
done
end_server -QUIT
rm -rf "$folder"
