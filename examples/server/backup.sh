#!/bin/sh
# 备份一个行动：先日志、后存档，这样备份里的每条记录都找得到原件；最后写下校验码，恢复时用它核对。
# 用法：backup.sh 行动文件夹 备份到 数据库网址 [schema]
set -eu
folder=$1 target=$2 url=$3 schema=${4:-ducha}
ducha=${DUCHA:-ducha}
stamp=$(date +%Y%m%d-%H%M%S)
mkdir -p "$target"

pg_dump --format=custom --schema="\"$schema\"" --file="$target/journal-$stamp.dump" "$url"
for part in .duchá/archive campaign.toml units.xlsx calendar.xlsx templates; do
  [ -e "$folder/$part" ] || continue
  mkdir -p "$target/folder/$(dirname "$part")"
  cp -R -p "$folder/$part" "$target/folder/$(dirname "$part")/"
done
# 校验码是备份以后取的：备份里的末条一定在这条链上
$ducha journal show -C "$folder" --last 1 --json > "$target/head-$stamp.json"
echo "已备份：$target/journal-$stamp.dump"
