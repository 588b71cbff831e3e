#!/bin/sh
# 恢复演练：把一份备份恢复到另一个（空的）数据库和另一个文件夹，逐条核验，再导出成文本作比对。不碰正在用的日志。
# 用法：drill.sh 备份文件夹 备份文件.dump 演练用的数据库网址 演练文件夹 [schema]
set -eu
backup=$1 dump=$2 url=$3 drill=$4 schema=${5:-ducha}
ducha=${DUCHA:-ducha}
here=$(pwd)

pg_restore --no-owner --no-privileges --exit-on-error --dbname="$url" "$dump"
mkdir -p "$drill"
cp -R -p "$backup/folder/." "$drill/"

# 演练文件夹指向恢复出来的日志
awk '/^\[journal\]/ { skip = 1; next } /^\[/ { skip = 0 } !skip { print }' "$drill/campaign.toml" > "$drill/campaign.toml.new"
printf '\n[journal]\nurl = "%s"\nschema = "%s"\n' "$url" "$schema" >> "$drill/campaign.toml.new"
mv "$drill/campaign.toml.new" "$drill/campaign.toml"

# pg_restore 不带权限，先照原样收回：谁也不能改、不能删
psql --quiet --set ON_ERROR_STOP=1 --dbname="$url" --command "REVOKE UPDATE, DELETE, TRUNCATE ON \"$schema\".fact, \"$schema\".body, \"$schema\".step FROM CURRENT_USER"

$ducha journal verify -C "$drill"
$ducha journal export "$drill/export" -C "$drill" >/dev/null
cd "$here"
echo "演练通过：备份恢复后逐条核验无误。校验码 $($ducha journal verify -C "$drill" --json | sed -n 's/.*"head": "\([0-9a-f]*\)".*/\1/p')"
