#!/bin/sh
# 在行动文件夹里运行一个命令，看完按回车键关闭窗口
cd "$(dirname "$0")/.." || exit 2
for ducha in ducha "$HOME/ducha/bin/ducha" "$HOME/.local/bin/ducha"; do
    if command -v "$ducha" >/dev/null 2>&1; then
        "$ducha" "$@"
        code=$?
        printf '\n按回车键关闭窗口。'
        read -r answer
        exit $code
    fi
done
printf '没有找到 ducha。请先装好，或把它放进 PATH。\n按回车键关闭窗口。'
read -r answer
exit 2
