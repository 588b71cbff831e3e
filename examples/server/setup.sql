-- 数据库管理员运行一次：psql -f setup.sql
-- 所有者建日志、搬日志、清除原件；经办人只能读和追加，改不了也删不了。
CREATE ROLE ducha_owner LOGIN;
CREATE ROLE ducha_clerks NOLOGIN;
CREATE DATABASE ducha OWNER ducha_owner ENCODING 'UTF8' TEMPLATE template0;
