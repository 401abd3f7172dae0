local Course = NewProcedureClass()

function Course:handleProcess(file)
  local text = "lecture"
  for round = 1, 40 do text = text .. text end
end

function CreateProcedure() return Course:new() end
