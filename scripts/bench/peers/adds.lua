-- For wrk: adds connections of ever new names, `wrk … URL -- PREFIX`; or reads URL itself with the prefix `-`.
local body = '{"host":"pg-sales-1734","port":9342,"user":"datasentinel","password":"sentinel",'
    .. '"tags":"application=sales,datacenter=lyon,environment=test"}'
local count = 0
local prefix

function init(arguments)
    prefix = arguments[1]
    wrk.headers["user-token"] = arguments[2]
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    if prefix == "-" then
        return wrk.format("GET")
    end
    count = count + 1
    return wrk.format("POST", wrk.path .. "/" .. prefix .. "-" .. count, nil, body)
end
